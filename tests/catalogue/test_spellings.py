"""What the synonyms make of the spellings of clerks: they leave a text to a person rather than give it a wrong code."""

from demo.benchmarks.spellings import map_spellings, said_of, spellings


def test_few_get_a_wrong_code_and_most_the_right_one():
    texts = [*spellings()]
    summary = next(iter(said_of("clerks", texts)))
    assert len(texts) >= 300
    assert summary == "clerks: 377 texts, 248 right, 123 left to a person, 6 wrong"


def test_every_defect_of_the_demo_has_a_code_but_for_an_unused_motor():
    lines = [*map_spellings()]
    demo = lines[lines.index("demo:") + 1 :]
    assert [line.split() for line in demo if line.startswith("  -")] == [["-", "完好未用"]]
