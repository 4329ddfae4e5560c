"""The Lua table: an array part and an ordered hash part, with O(1) `next` and a stable order.

The array part holds keys 1..len(array); an element may be nil.  The hash part maps a normalised key
to a slot of two parallel lists; a removed key keeps its slot (its value is nil) until the part is
rebuilt, so a traversal may clear fields as it goes.  The hash part never holds the key len(array)+1.

These are the *raw* operations and know nothing of history: whoever calls them in a recorded program
notes what is overwritten first (``engine/history/changes.py``).
"""

from typing import Final, final

from mypy_extensions import i64

# Python takes 1, 1.0 and True for one key; Lua does not.
KEY_FALSE: Final[object] = object()
KEY_TRUE: Final[object] = object()

NO_ARRAY: Final[list[object]] = []  # shared by all tables without an array part, and never changed
_NO_KEYS: Final[list[object]] = []
_NO_VALUES: Final[list[object]] = []


def normalise(key: object) -> object:
    """The form of a (not nil, not NaN) key inside a table; floats with integer values become integers."""
    if isinstance(key, bytes):
        return key
    if isinstance(key, bool):
        return KEY_TRUE if key else KEY_FALSE
    if isinstance(key, float):
        if key == key // 1.0 and -9223372036854775808.0 <= key < 9223372036854775808.0:
            return int(key)
    return key


def is_index(key: float) -> bool:
    """Whether a float is equal to an integer of at most 53 bits."""
    return -9007199254740992.0 < key < 9007199254740992.0 and float(i64(int(key))) == key


def denormalise(key: object) -> object:
    if key is KEY_TRUE:
        return True
    if key is KEY_FALSE:
        return False
    return key


@final
class LuaTable:
    """A table.  `born` is its identity (see `Machine.new_identity`); `absent` caches, for a table used as
    metatable, which metamethods it is known not to have (one bit an event, cleared by every new key)."""

    __slots__ = ("absent", "array", "born", "epoch", "index_hint", "keys", "limit", "metatable", "slots", "values")

    def __init__(self, born: i64) -> None:
        self.array: list[object] = NO_ARRAY
        self.slots: dict[object, int] | None = None
        self.keys: list[object] = _NO_KEYS
        self.values: list[object] = _NO_VALUES
        self.metatable: LuaTable | None = None
        self.absent: i64 = 0
        self.index_hint: i64 = 0  # the slot where __index was found the last time
        self.epoch: i64 = 0  # the epoch that last wrote to it (see `Machine.epoch`)
        self.limit: i64 = 8  # rebuild or grow when this many slots are taken
        self.born: i64 = born

    # -- reading ---------------------------------------------------------------------------------

    def get(self, key: object) -> object:
        """The value at any key, nil (None) where there is none."""
        if isinstance(key, bytes):
            return self.get_key(key)
        if isinstance(key, (bool, float)):
            key = normalise(key)
        if isinstance(key, int):
            return self.get_int(key)
        return self.get_key(key)

    def get_float(self, key: float) -> object:
        """The value at a float: that of the integer equal to it, if there is one."""
        if is_index(key):
            return self.get_int(i64(int(key)))
        return self.get(key)

    def get_int(self, index: i64) -> object:
        array = self.array
        if 1 <= index <= len(array):
            return array[index - 1]
        if self.slots is None:
            return None
        return self.get_key(index)

    def get_key(self, key: object) -> object:
        """The value at a normalised key that is not in the array part."""
        slots = self.slots
        if slots is None:
            return None
        slot = slots.get(key)
        if slot is None:
            return None
        return self.values[slot]

    def length(self) -> i64:
        """A border (manual 3.4.7): the array part's size, or a border inside it when its end is nil."""
        array = self.array
        high: i64 = len(array)
        if high == 0 or array[high - 1] is not None:
            return high
        low: i64 = 0
        while high - low > 1:
            middle = (low + high) // 2
            if array[middle - 1] is None:
                high = middle
            else:
                low = middle
        return low

    # -- writing ---------------------------------------------------------------------------------

    def set(self, key: object, value: object) -> None:
        """Set without history: for building tables that no recorded program has seen yet.

        `key` must be neither nil nor NaN.
        """
        key = normalise(key)
        if isinstance(key, int) and not isinstance(key, bool):
            size = len(self.array)
            if 1 <= key <= size:
                self.array[key - 1] = value
                return
            if key == size + 1:
                if value is not None:
                    self.append(value)
                    while self.slots is not None:
                        slot = self.find(len(self.array) + 1)
                        if slot < 0 or self.values[slot] is None:
                            break
                        self.append(self.values[slot])
                        self.values[slot] = None
                    return
        slot = self.find(key)
        if slot >= 0:
            self.values[slot] = value
            self.absent = 0
        elif value is not None:
            self.insert(key, value)

    def append(self, value: object) -> None:
        """Add key len(array)+1.  The caller moves what the hash part has of the keys that follow."""
        if self.array is NO_ARRAY:
            self.array = [value]
        else:
            self.array.append(value)

    def find(self, key: object) -> i64:
        """The slot of a normalised key, -1 if it has none."""
        slots = self.slots
        if slots is None:
            return -1
        slot = slots.get(key)
        return -1 if slot is None else slot

    def insert(self, key: object, value: object) -> None:
        """Add a normalised key that has no slot."""
        slots = self.slots
        if slots is None:
            self.slots = {key: 0}
            self.keys = [key]
            self.values = [value]
        else:
            slots[key] = len(self.keys)
            self.keys.append(key)
            self.values.append(value)
        self.absent = 0

    def remove_last(self) -> None:
        """Undo `insert`."""
        key = self.keys.pop()
        self.values.pop()
        slots = self.slots
        if slots is not None:
            del slots[key]
        self.absent = 0

    def is_full(self) -> bool:
        """Whether the next `insert` should be preceded by `rebuild`."""
        return len(self.keys) >= self.limit

    def rebuild(self) -> None:
        """Drop removed keys, into new lists (the old ones stay as they are, for history)."""
        keys: list[object] = []
        values: list[object] = []
        slots: dict[object, int] = {}
        old_values = self.values
        for at, key in enumerate(self.keys):
            value = old_values[at]
            if value is not None:
                slots[key] = len(keys)
                keys.append(key)
                values.append(value)
        self.keys = keys
        self.values = values
        self.slots = slots
        self.limit = max(8, 2 * len(keys))

    # -- traversal -------------------------------------------------------------------------------

    def next_position(self, position: i64) -> i64:
        """The first position after `position` that holds a value, -1 at the end.

        Positions count the array part from 0, then the slots; start with -1.
        """
        array = self.array
        size: i64 = len(array)
        position += 1
        while position < size:
            if array[position] is not None:
                return position
            position += 1
        values = self.values
        total: i64 = size + len(values)
        while position < total:
            if values[position - size] is not None:
                return position
            position += 1
        return -1

    def position_of(self, key: object) -> i64:
        """Where `next_position` found this key, -2 if the table never had it; nil (None) is before the first."""
        if key is None:
            return -1
        key = normalise(key)
        if isinstance(key, int) and not isinstance(key, bool) and 1 <= key <= len(self.array):
            return key - 1
        slot = self.find(key)
        if slot < 0:
            return -2
        return len(self.array) + slot

    def key_at(self, position: i64) -> object:
        size: i64 = len(self.array)
        if position < size:
            return position + 1
        return denormalise(self.keys[position - size])

    def value_at(self, position: i64) -> object:
        size: i64 = len(self.array)
        if position < size:
            return self.array[position]
        return self.values[position - size]
