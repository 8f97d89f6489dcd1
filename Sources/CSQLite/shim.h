#pragma once
#include <sqlite3.h>

// sqlite3_config is variadic, which Swift cannot call. Memory statistics take one process-wide lock for every allocation: four
// busy lanes waited for it during a tenth of their time (measured).
static inline int hazard_sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
