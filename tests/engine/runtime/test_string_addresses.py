"""Addresses of strings: by content for short ones, by object for long ones."""

from engine.runtime.string_addresses import LONGEST_SHORT, StringAddresses


def test_equal_short_strings_have_one_address() -> None:
    addresses = StringAddresses()
    assert addresses.find(b"a" * LONGEST_SHORT) == addresses.find(bytes(bytearray(b"a" * LONGEST_SHORT)))
    assert addresses.find(b"a") != addresses.find(b"b")


def test_a_long_string_has_the_number_it_was_given() -> None:
    addresses = StringAddresses()
    text = b"a" * (LONGEST_SHORT + 1)
    same = bytes(bytearray(text))
    assert addresses.find(text) == -1
    addresses.add(text, 7)
    assert addresses.find(text) == 7
    assert addresses.find(same) == -1


def test_strings_that_nothing_else_holds_are_forgotten() -> None:
    addresses = StringAddresses()
    kept = bytes(100_000)
    addresses.add(kept, 1)
    for number in range(2, 1000):
        addresses.add(bytes(10_000), number)
    assert addresses.find(kept) == 1
    assert len(addresses.known) < 50
