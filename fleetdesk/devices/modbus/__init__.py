"""Modbus RTU: the only part of the desktop that imports pymodbus. It does not know SMP."""
