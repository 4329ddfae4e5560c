"""The language features, one a module: functions over snapshots that know nothing of the protocol."""
