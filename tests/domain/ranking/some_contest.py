"""Contests made up by chance from every feature of the rules, for comparison with ``naive``."""

GROUPS = ["职工组", "学生组"]
COLUMNS = (
    *("entrant", "round", "judge", "criterion", "mark", "state"),
    *("group", "held_level", "eligible"),
)


class Chance:
    """A contest drawn from a ``random.Random``."""

    def __init__(self, chance):
        self.chance = chance
        self.often = chance.choice  # one of the values given
        self.flat = chance.random() < 0.4  # nearly everybody is level: the chain has to work
        self.rows = []

    def now_and_then(self, share, **keys):
        return keys if self.chance.random() < share else {}

    def rounding(self, most=2):
        modes = ["half_up", "half_even", "down", "none"]
        places = self.chance.randint(0, most)
        return self.now_and_then(0.7, rounding={"places": places, "mode": self.often(modes)})

    def rules(self):
        rounds = [self.round(f"r{n}") for n in range(self.chance.randint(1, 3))]
        prizes = [self.prize(f"p{n}") for n in range(self.chance.randint(1, 4))]
        return {
            "schema": 1,
            "contest": {"slug": "some"},
            "rounds": rounds,
            "total": self.rounding(1) | self.now_and_then(0.3, rank_on="exact"),
            "measures": [{"key": "minutes"}],
            "ranking": self.ranking(rounds),
            "prizes": prizes,
            "promotions": [self.promotion(prizes) for _ in range(self.chance.randint(1, 4))],
            "titles": [{"key": f"t{n}", **self.chosen(prizes)} for n in range(2)],
        }

    def round(self, key):
        criteria = [self.criterion(f"c{n}") for n in range(self.chance.randint(0, 3))]
        return {
            "key": key,
            "part": self.often(["theory", "skill"]),
            "weight": self.often(["0.3", "0.7", "1", "-0.5", "0.333"]),
            "full_mark": "60",
            **self.now_and_then(0.6, pass_mark=self.often(["10", "15.5", "0"])),
            **({"criteria": criteria} if criteria else {}),
            **self.rounding(),
            **self.often([{"judging": "single"}, self.panel(criteria)]),
        }

    def criterion(self, key):
        factor = self.now_and_then(0.5, factor=self.often(["0.7", "2", "-1", "0.15"]))
        return {"key": key, "full_mark": "30"} | factor | self.rounding()

    def panel(self, criteria):
        trim = self.often(["totals", "criteria"]) if criteria else "totals"
        panel = {"trim": trim, "minimum": self.chance.randint(1, 3)}
        for end in ("drop_highest", "drop_lowest"):
            panel[end] = self.chance.randint(0, 2)
        if trim == "totals":
            wanted = {"mean": self.often(["100", "15.5"]), "deviation": "20"}
            panel |= self.now_and_then(0.3, standardise=wanted)
        return {"judging": "panel", "panel": panel}

    def ranking(self, rounds):
        keys = [{"measure": "minutes"}, {"total": "exact"}, {"round": self.often(rounds)["key"]}]
        chain = self.chance.sample(keys, self.chance.randint(0, 3))
        order = [f"{n:03d}" for n in range(12)]
        self.chance.shuffle(order)
        settled = [order[n : n + self.chance.randint(2, 6)] for n in (0, 3, 5)]
        return {
            "tie_break": [key | self.now_and_then(0.4, order="low") for key in chain],
            "ties": self.often(["shared", "forbidden"]),
            "absent": self.often(["unranked", "zero"]),
            **self.now_and_then(0.3, groups=GROUPS),
            "settled": [{"entrants": named, "reason": "minute"} for named in settled],
        }

    def span(self):
        first = self.chance.randint(1, 4)
        return [first, first + self.chance.randint(0, 3)]

    def prize(self, key):
        by = {"ranks": self.span(), "fraction": self.often(["0.25", "0.334"]), "at_least": "12"}
        chosen = self.often(list(by))
        return {"key": key, chosen: by[chosen]}

    def chosen(self, prizes):
        by = self.often([{"ranks": self.span()}, {"prizes": [self.often(prizes)["key"]]}])
        if "ranks" in by:
            by |= self.now_and_then(0.5, pass_down=True)
        return by | self.now_and_then(0.7, passes=self.often([["theory"], ["theory", "skill"]]))

    def promotion(self, prizes):
        others = {"other_prizes": True, "passes": ["skill"]}
        return {
            "level": self.chance.randint(1, 5),
            **self.often([self.chosen(prizes), self.chosen(prizes), others]),
            "on_fail": self.often(["none", "next"]),
            "held_level": self.often(["skip", "raise"]),
        }

    def field(self, rules):
        for number in range(self.chance.randint(1, 12)):
            entrant = f"{number:03d}"
            groups = rules["ranking"].get("groups", [""])
            held, eligible = self.often(["", "1", "2", "3", "5"]), self.often(["", "yes", "late"])
            self.row(entrant, group=self.often(groups), held_level=held, eligible=eligible)
            self.perhaps(
                0.1, entrant, state=self.often(["disqualified", "withdrawn", "unofficial"])
            )
            self.perhaps(0.7, entrant, criterion="minutes", mark=self.often(["1", "2", "3.5"]))
            for each in rules["rounds"]:
                self.marks(entrant, each)
        self.chance.shuffle(self.rows)
        return self.rows

    def row(self, entrant, **cells):
        self.rows.append(dict.fromkeys(COLUMNS, "") | {"entrant": entrant} | cells)

    def perhaps(self, share, entrant, **cells):
        if self.chance.random() < share:
            self.row(entrant, **cells)
            return True
        return False

    def marks(self, entrant, rules):
        key = rules["key"]
        if self.perhaps(0.05, entrant, round=key, state="absent"):
            return
        self.perhaps(0.03, entrant, round=key, state=self.often(["withdrawn", "disqualified"]))
        self.perhaps(0.1, entrant, round=key, criterion="penalty", mark=self.often(["1.5", "90"]))
        judges = range(self.chance.randint(2, 5)) if rules["judging"] == "panel" else [""]
        for judge in judges:
            if judge != "":
                self.perhaps(0.05, entrant, round=key, judge=f"J{judge}", state="recused")
            self.sheet(entrant, rules, "" if judge == "" else f"J{judge}")

    def sheet(self, entrant, rules, judge):
        for criterion in rules.get("criteria", [{"key": ""}]):
            mark = self.often(["0", "30", "30", "30", "15", "7.25", "28.37"])
            mark = "30" if self.flat and self.chance.random() < 0.97 else mark
            self.perhaps(
                0.99,
                entrant, round=rules["key"], judge=judge, criterion=criterion["key"], mark=mark,
            )  # fmt: skip
