"""Neutral narratives with near-miss words: python bench/neutral.py [--count 5000] [--show]; shows what is read.

Routine records of housing, nuisance, schools, clinics, parking and transport in which nothing asks about a child, written
around the words that trip a reader: "flat 4", taxi ranks, high winds, the SEND budget, football shots, missing parcels. Made
from frames and fillers, seeded, so that any number can be made again. `half` takes the frames with even or odd numbers:
weights may learn from one half and are measured on the other.
"""

import argparse
import random
from collections import Counter
from datetime import date

from wholepicture.reading import Reader, load_lexicon

FRAMES = (
    ("noise", "{who} at {place} reports {noise} until about {hour}. {visit} {end}"),
    ("noise", "{noise} again, {place}. {who} says it {keeps} {them} awake. {end}"),
    ("parking", "{vehicle} left across a drive in {place}. {end}"),
    ("parking", "Permit query from {who}, {place}. Visitor permits sent for {number} callers. {end}"),
    ("repairs", "Flat {number}, {place}: {fault}. Fitter booked {day}. {end}"),
    ("repairs", "{fault} at {place}. Tenant, {age}, home all day, will let us in. {end}"),
    ("tenancy", "Tenant of {place} wishes to add {adult} to the tenancy. Forms sent. {end}"),
    ("tenancy", "Keys returned for flat {number}, {place}. Nothing missing from the inventory. {end}"),
    ("planning", "Change of use at {place}, from shop to {trade}. {number} letters of objection about traffic. {end}"),
    ("licensing", "Visit to {trade}, {place}. Staff record complete, alcohol sold until {hour} only. {end}"),
    ("taxi licensing", "Taxi rank at {place} repainted. Drivers told by {who}. {end}"),
    ("taxi licensing", "Plate renewed for {vehicle}. Medical in, card paid. {end}"),
    ("highways", "High winds brought down {object} at {place}. Road shut until {hour}. {end}"),
    ("highways", "Blind corner at {place}; {who} asks for a mirror. {end}"),
    ("environment", "Needle in the hedge turned out to be knitting. {place}. {end}"),
    ("environment", "Weeds on the path behind {place}, contractor due {day}. {end}"),
    ("school admin", "SEND budget return sent {day}. Governors meet at {hour}. {end}"),
    ("school admin", "Cup match against {place}: {number} shots, no goals, everybody home by {hour} on the minibus. {end}"),
    (
        "school admin",
        "Year {year} trip to {place} with {number} parents helping. Packed lunches, coats and good spirits. {end}",
    ),
    ("school admin", "Lost property: {object}, claimed by a pupil's mum on {day}. {end}"),
    ("school behaviour", "Two Year {year} pupils swapped {object} at lunch, both pleased. {end}"),
    ("school attendance", "Year {year} pupil off with {illness}, mum rang in by {hour}. Back {day}. {end}"),
    ("clinic", "{illness}, aged {child}, seen with both parents, fluids and rest. {end}"),
    ("clinic", "Stock check: {object} in date, fridge at four degrees. {end}"),
    ("clinic", "Knee after football, aged {child}, dad watching. X-ray clear. Story fits. {end}"),
    ("clinic", "Adult of {age} for travel jabs. {end}"),
    ("library", "Story time for under fives, {number} came with parents. {object} found and returned. {end}"),
    ("library", "Public computer froze while {who} printed boarding passes. {end}"),
    ("neighbour dispute", "{who} and next door at odds about {object}. {end}"),
    (
        "neighbour dispute",
        "Ball over the fence at {place}. Returned to the girl next door and her dad, who apologised. {end}",
    ),
    ("animal", "Missing cat, {place}. {who} has put up posters. {end}"),
    ("animal", "Dog off lead by {place}, owner spoken to, {end}"),
    ("lost property", "{object} handed in at {place} by {who}. {end}"),
    ("ASB", "Lads playing football against the garages at {place}. Gone by {hour}, parents with them. {end}"),
    ("ASB", "Report of people going in and out of {place}: it is the {trade} on its late evening. {end}"),
    ("ASB", "Group of students at {place} after exams, cheerful, took their litter. {end}"),
    ("ASB", "Fireworks from {place}, {adult} holding a birthday for {who}. {end}"),
    ("drainage", "Gully blocked outside {place}. {end}"),
    ("events", "Street party at {place}, road shut from {hour}, face painting and a brass band. {end}"),
    ("events", "Carnival float needs {vehicle}, driver confirmed for {day}. {end}"),
    ("pest control", "Wasps at {place}; {who} is frightened of them. Treated {day}. {end}"),
    ("housing", "{who}, {age}, asks about a stairlift. Daughter visits every night with supper. {end}"),
    ("rail", "Late train from {place}, {number} passengers put into taxis by the operator. {end}"),
    ("void property", "Cleared: {object}, an old phone and {number} boxes of cutlery. {end}"),
    ("leisure", "Under {child} swimming gala, {number} entries, lift shares arranged between parents. {end}"),
    ("leisure", "Locker jammed; {object} belongs to {who}, aged {age}. {end}"),
    ("hotel licensing", "Two rooms at the {place} inn flooded, guests moved, a wedding party of {number}. {end}"),
    ("trading standards", "{trade} sold phone chargers with no mark. {number} seized. {end}"),
    ("allotments", "Shed broken into at {place}: strimmer and {object} taken. {who} informed. {end}"),
    ("care home", "{who}, {age}, a resident, wandered into the garden after tea and was back in five minutes. {end}"),
)
FILLERS = {
    "who": (
        "Mrs Pell",
        "Mr Adeyinka",
        "a resident",
        "the caretaker",
        "an elderly couple",
        "the caller",
        "Ms Kowalska",
        "Mr Singh",
        "the warden",
        "a shopkeeper",
        "Cllr Dobbs",
        "Mrs Achebe",
    ),
    "place": (
        "Sorrel Court",
        "the Tansy Row garages",
        "Larch Parade",
        "Hob Lane",
        "Quarry Bank",
        "Millbeck Hall",
        "14 Fennel Street",
        "the bus station",
        "Rook Hill",
        "Cobb Square",
        "Otter Wharf",
        "Linnet Close",
    ),
    "noise": (
        "Drilling",
        "loud music",
        "a barking dog",
        "an alarm",
        "a television",
        "hoovering late at night",
        "a drum kit",
        "doors banging",
        "a party",
        "karaoke from the club",
        "shouting over the rugby",
        "a baby crying",
    ),
    "keeps": ("keeps", "is keeping", "kept"),
    "them": ("her", "him", "them"),
    "visit": (
        "Visited: occupier, in his sixties, apologised.",
        "Nobody in, card left.",
        "Visited, all quiet.",
        "Two adults, both polite.",
        "Meter read, within limits.",
        "A family birthday, guests leaving.",
    ),
    "hour": ("9pm", "2300", "midnight", "ten", "11.30pm", "6pm", "half past eight", "0130"),
    "vehicle": (
        "a white van",
        "a blue Fiesta",
        "a hire car",
        "a silver Astra",
        "a minibus",
        "a horsebox",
        "the mobile library",
        "a wedding car",
    ),
    "number": ("3", "4", "five", "six", "12", "two", "fifteen", "40", "eight", "seven"),
    "fault": (
        "no hot water",
        "leak under the sink",
        "boiler will not light",
        "window will not shut",
        "door entry buzzer sticks",
        "damp patch",
        "key snapped in the lock",
        "light out on the stairs",
        "bath tap drips",
        "socket burnt by a kettle",
    ),
    "day": ("Monday", "Tuesday", "on Thursday", "Friday", "next week", "12 May", "in the morning"),
    "age": ("34", "58", "71", "82", "45", "66", "29"),
    "child": ("3", "6", "9", "11", "14", "8"),
    "year": ("7", "8", "9", "10", "4", "11"),
    "adult": ("her husband", "his partner", "a brother, 40", "her sister, 52", "a lodger, 36"),
    "trade": (
        "nail bar",
        "takeaway",
        "barber",
        "hotel",
        "car wash",
        "boxing club",
        "vape shop",
        "prayer group",
        "darts league",
    ),
    "object": (
        "a scarf",
        "trainers, size six",
        "a cash box",
        "a hearing aid",
        "a new coat",
        "a set of keys",
        "a knife block",
        "pencil cases",
        "a bottle of wine",
        "a bag of clothes",
        "a kitchen scale",
        "football cards",
        "a ring",
        "a watch",
        "stickers",
    ),
    "illness": ("a cold", "a tummy bug", "ear infection", "chicken pox", "a cough", "hay fever", "a headache"),
    "end": (
        "Closed.",
        "No further action.",
        "Advice given.",
        "Caller content.",
        "All in order.",
        "Signed off by the supervisor.",
        "Thanked.",
        "Will ring back if it goes on.",
        "Photos taken.",
        "NFA",
        "Sorted.",
        "Job raised.",
    ),
}


def narratives(count, seed=7, half=None):
    """`count` neutral (category, text) pairs; `half` 0 or 1 takes frames of that parity."""
    dice = random.Random(seed)
    frames = [frame for number, frame in enumerate(FRAMES) if half is None or number % 2 == half]
    made = []
    for number in range(count):
        category, text = frames[number % len(frames)]
        words = text.format(**{key: dice.choice(choices) for key, choices in FILLERS.items()})
        if dice.random() < 0.3:
            words = words.lower().replace(" the ", " ")
        made.append((category, words[0].upper() + words[1:] if dice.random() < 0.7 else words))
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    for learned in (False, True):
        for half in (0, 1):
            reader, firing, asked, patterns = Reader(lexicon, learned=learned), 0, 0, Counter()
            made = narratives(arguments.count // 2, half=half)
            for category, text in made:
                reading = reader.read("x", text, filed_as=category, recorded_on=date(2026, 1, 1), columns_mentions=0)
                live = [f for f in reading.indicators if f.live]
                firing += len(live)
                patterns.update((f.pattern.split(" (")[0], text[f.span.start : f.span.end]) for f in live)
                asked += reading.mismatch is not None
                if arguments.show and reading.mismatch:
                    print(
                        "  asked:",
                        text,
                        [(f.indicator, text[f.span.start : f.span.end]) for f in reading.mismatch.indicators],
                    )
            tiers = "both tiers" if learned else "rules alone"
            kind = "learned from" if half == 0 else "not learned from"
            print(
                f"{tiers}, {kind}: {1000 * firing / len(made):.0f} live firings and "
                f"{1000 * asked / len(made):.1f} child questions per 1,000"
            )
            if arguments.show and not learned:
                print("  ", patterns.most_common(25))


if __name__ == "__main__":
    main()
