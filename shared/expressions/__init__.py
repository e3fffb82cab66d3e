"""Conditions over declared names, such as `person.age >= 35 && person.is_member`.

Two ways lead to a condition, and both are checked when it is saved, not when it first fails at night:

- CEL as text (`cel.Expressions`), for robots and whoever likes to type;
- a tree of plain comparisons (`conditions.read`), which a visual builder makes. It is translated to CEL for one person
  (`to_cel`), to SQL for counting thousands (`to_sql`) and to a sentence for people (`describe`). The translations agree
  in every case: a property test compares them.

What an unknown value means: no comparison with it holds, so «не равно» and «не входит» do. A tree never meets an error.
"""

from shared.expressions.vocabulary import Choice, Kind, Name, Vocabulary

__all__ = ["Choice", "Kind", "Name", "Vocabulary"]
