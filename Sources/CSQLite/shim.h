#pragma once
#include <sqlite3.h>

// sqlite3_config is variadic, which Swift cannot call. Memory statistics cost one lock around every allocation of the whole
// process: with four lanes at work they waited for it a tenth of their time.
static inline int hazard_sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
