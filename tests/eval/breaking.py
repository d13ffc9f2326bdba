"""Messages as a hurried hand types them. No words of the knowledge are used to choose what is broken.

The same seed always gives the same text.
"""
import random
import string

from rewording import LONG_WORD

PROBABILITY = 0.3


def break_word(word, chance):
    """`word` with one mistake in it: two letters swapped, one dropped, one doubled, one put in, or one taken for another."""
    while True:
        at = chance.randrange(len(word))
        before, letter, rest = word[:at], word[at], word[at + 1:]
        other = chance.choice(string.ascii_lowercase)
        wrong = chance.choice([
            before + rest[:1] + letter + rest[1:],
            before + rest,
            before + letter + letter + rest,
            before + other + letter + rest,
            before + other + rest,
        ])
        if wrong != word:
            return wrong


def break_words(text, seed, probability=PROBABILITY):
    """`text` with each word of five letters or more broken with `probability`; shorter words and numbers stay."""
    chance = random.Random(seed)
    return LONG_WORD.sub(lambda word: break_word(word[0], chance) if chance.random() < probability else word[0], text)
