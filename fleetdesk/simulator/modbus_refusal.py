"""The exception answers that a simulated Modbus unit gives."""

ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE, FAILED = 1, 2, 3, 4


class ModbusRefusal(Exception):
    """An exception answer with its code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
