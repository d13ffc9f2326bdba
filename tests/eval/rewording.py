"""Four ways in which people write the same question differently. No words of the knowledge are used to choose them.

Each of KINDS takes a question and a random.Random and returns another text, or None where it has nothing to change.
The same seed always gives the same text.
"""
import re
import unicodedata

# What stands beside a letter on the two keyboards most people use.
NEIGHBOURS = {
    "a": "qs", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}
LONG_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{5,}(?![^\W_])")


def mistype(word, chance):
    """`word` with two letters swapped, one dropped, one doubled, or one taken for its neighbour on the keyboard."""
    while True:
        at = chance.randrange(len(word))
        before, letter, rest = word[:at], word[at], word[at + 1:]
        wrong = chance.choice([
            before + rest[:1] + letter + rest[1:],
            before + rest,
            before + letter + letter + rest,
            before + chance.choice(NEIGHBOURS.get(letter.lower(), letter)) + rest,
        ])
        if wrong != word:
            return wrong


def typos(question, chance):
    """One mistake in each of up to two words of five letters or more; numbers stay."""
    words = list(LONG_WORD.finditer(question))
    for word in sorted(chance.sample(words, min(2, len(words))), key=re.Match.start, reverse=True):
        question = question[:word.start()] + mistype(word[0], chance) + question[word.end():]
    return question if words else None


def plain(question, chance):
    """Lower case without punctuation; what belongs to a number stays: "0.5", "2-3 days", "5%"."""
    text = re.sub(r"(?<=\w)['’](?=\w)", "", question.lower())
    part_of_number = {m.start() for m in re.finditer(r"(?<=\d)[.,–-](?=\d)|(?<!\w)\.(?=\d)|(?<=\d)%", text)}
    text = "".join(" " if unicodedata.category(sign).startswith("P") and at not in part_of_number else sign
                   for at, sign in enumerate(text))
    text = " ".join(text.split())
    return text if text and text != question else None


# About twenty words each; an opening and a closing together make forty.
OPENINGS = (
    "Hello there, I hope you are all doing well. Thank you so much for taking the time to read my message.",
    "Good morning everyone. I am a little shy about writing, so please forgive me if this comes across as rather silly.",
    "Hi team, sorry to bother you. I looked around your pages for quite some while and could not find this anywhere.",
    "Dear all, first of all thank you for running such a friendly service. I was not sure where else to turn.",
    "Hey, I keep writing this message and deleting it again. I hope it is all right to simply ask you here.",
    "Good evening. A colleague kindly pointed me to you and said that you always explain everything very clearly. Here goes then.",
)
CLOSINGS = (
    "Many thanks in advance for your help, and please take all the time you need. Have a really lovely day.",
    "I am sorry that this got so long. I would be very grateful for any answer at all. Kind regards.",
    "Maybe it is a daft thing to ask, but I would rather ask than guess. Thank you ever so much.",
    "No rush at all, whenever you find a moment. I really do appreciate the kind work that you people do.",
    "Please tell me if I should have written to somebody else instead. Thanks again, and all the best to everyone.",
    "Well, that is everything from me, I think. Thank you very kindly for bearing with me. Best wishes to you.",
)


def padding(question, chance):
    """Forty polite words around it, as one paragraph or as three."""
    if not question.strip():
        return None
    between = chance.choice((" ", "\n\n"))
    return between.join((chance.choice(OPENINGS), question, chance.choice(CLOSINGS)))


UNITS = {
    "mm": r"mm|mil|millimet(?:er|re)s?", "micron": r"microns?|µm|um", "inch": r"inch(?:es)?",
    "celsius": r"°\s?c|degrees? c(?:elsius)?|c", "fahrenheit": r"°\s?f|degrees? f(?:ahrenheit)?|f",
    "minute": r"min(?:ute)?s?", "hour": r"h(?:ou)?rs?|h", "day": r"days?", "week": r"weeks?|wks?", "month": r"months?", "year": r"years?|yrs?",
}
# unit: (what makes the other number of it, the other unit, the lowest and the highest value of which people say so)
OTHER_UNIT = {
    "mm": (lambda n: n * 1000, "microns", 0.1, 3), "micron": (lambda n: n / 1000, "mm", 100, 3000), "inch": (lambda n: n * 25.4, "mm", 0, 1),
    "celsius": (lambda n: n * 1.8 + 32, "F", 35, 42), "fahrenheit": (lambda n: (n - 32) / 1.8, "C", 95, 108),
    "hour": (lambda n: n * 60, "minutes", 1, 3), "day": (lambda n: n * 24, "hours", 1, 4), "week": (lambda n: n * 7, "days", 1, 12),
    "year": (lambda n: n * 12, "months", 1, 2),
}
OTHER_NAME = {
    ("mm", 0.25): "¼ mm", ("mm", 0.5): "½ mm", ("mm", 1.5): "1½ mm", ("mm", 2.5): "2½ mm",
    ("minute", 15): "a quarter of an hour", ("minute", 30): "half an hour", ("minute", 60): "an hour",
    ("hour", 24): "a day", ("hour", 48): "two days", ("day", 7): "a week", ("day", 14): "two weeks", ("day", 21): "three weeks",
    ("month", 6): "half a year", ("month", 12): "a year",
}
COUNTS = {word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
NUMBER = r"\d*\.?\d+|" + "|".join(COUNTS)
# "2-3 weeks", ".5mm", "38.5 C"; not the sex and age in "34F" (no fever has it), nor how old somebody is.
QUANTITY = re.compile(
    rf"(?<![\w.,])(?:(?P<low>{NUMBER})\s*(?:-|–|to|or)\s*)?(?P<number>{NUMBER})[ -]?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in UNITS.items())
    + r")(?!\w)(?![ -]olds?\b)", re.IGNORECASE)


def units(question, chance):
    """Each length, time and temperature in another unit or name, where it has one."""

    def other(quantity):
        unit = quantity.lastgroup
        low, number = (value and float(COUNTS.get(value.lower(), value)) for value in quantity.group("low", "number"))
        convert, name, lowest, highest = OTHER_UNIT.get(unit, (None, None, 1, 0))
        ways = []
        if lowest <= (low or number) and number <= highest:
            ends = (f"{round(convert(n), 2):g}" for n in (low, number) if n is not None)
            ways.append(f"{' to '.join(ends)} {name}")
        if low is None and (unit, number) in OTHER_NAME:
            ways.append(OTHER_NAME[unit, number])
        return chance.choice(ways) if ways else quantity[0]

    text = QUANTITY.sub(other, question)
    return text if text != question else None


KINDS = {"typos": typos, "plain": plain, "padding": padding, "units": units}
