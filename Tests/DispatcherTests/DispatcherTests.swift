// Tests of Dispatcher.
