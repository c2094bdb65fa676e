"""N-Quads: terms written, lines read."""

from kg.nquads import Quad, Value, literal, mark, quads, value


def test_lines_are_read_into_their_terms():
    text = '<a:s> <a:p> "x \\" . <b:c>"@zh <a:g> .\n<a:s> <a:p> <a:o> .\n_:b <a:p> "1"^^<a:t> .\nnoise\n'
    assert list(quads(text)) == [
        Quad("<a:s>", "<a:p>", '"x \\" . <b:c>"@zh', "<a:g>"),
        Quad("<a:s>", "<a:p>", "<a:o>", ""),
        Quad("_:b", "<a:p>", '"1"^^<a:t>', ""),
    ]


def test_escapes_are_undone():
    assert value('"a\\n\\t\\u4E2D\\U0001F600\\\\"@en') == Value("a\n\t中😀\\", "en", "")


def test_lone_surrogate_becomes_the_replacement_character():
    assert literal("a\ud800b") == '"a\ufffdb"'


def test_marks_differ_by_kind_and_content():
    marks = {mark("obs", "a"), mark("st", "a"), mark("obs", "b"), mark("obs", "a", "")}
    assert len(marks) == 4
    assert all(len(one.split("-")[1]) == 16 for one in marks)
