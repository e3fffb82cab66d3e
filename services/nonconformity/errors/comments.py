"""What is refused in the discussion of a record."""

from shared.errors import Conflict, FieldError, Forbidden
from shared.i18n import Text


class NotYourComment(Forbidden):
    code = "not_your_comment"
    detail = Text(
        ru="Это написали не вы: менять комментарий может только его автор. Ответьте своим.",
        en="You did not write this: only its author may change a comment. Answer with one of your own.",
    )


class CommentIsSettled(Forbidden):
    """`minutes`: how long a comment may be changed, with its Russian word in the right form."""

    code = "comment_is_settled"
    title = Text(ru="Комментарий уже не изменить", en="The comment is settled")
    detail = Text(
        ru="Изменить или удалить свой комментарий можно в течение {minutes} после отправки. Напишите новый, а удалить "
        "этот может редактор журнала отделения.",
        en="You may change or remove a comment for {minutes} after sending it. Write a new one; an editor of the "
        "branch's journal can remove this one.",
    )


class CommentRemoved(Conflict):
    code = "comment_removed"
    title = Text(ru="Комментарий удалён", en="The comment was removed")
    detail = Text(
        ru="Этого комментария больше нет: остались только автор и время.",
        en="This comment is gone: only its author and time remain.",
    )


class AuthorsAudience(Forbidden):
    """Who may write to an anonymous author: the union's side, not the one that the finding is about."""

    code = "authors_audience"
    detail = Text(
        ru="Анонимному автору пишут те, кто разбирает или проверяет несоответствия отделения. Напишите для участников.",
        en="Those who triage or verify the branch's nonconformities write to an anonymous author. Write to the "
        "participants.",
    )


def no_anonymous_author() -> FieldError:
    return FieldError(
        ("body", "audience"),
        "no_anonymous_author",
        Text(
            ru="Несоответствие подано не через открытую форму, страницы по секретному коду у него нет. Уберите "
            "audience: автор читает обсуждение вместе со всеми.",
            en="The nonconformity did not come through the open form and has no status page. Leave audience out: its "
            "author reads the discussion like everybody.",
        ),
    )


def mention_not_in_text(place: int) -> FieldError:
    return FieldError(
        ("body", "mention_ids", place),
        "mention_not_in_text",
        Text(
            ru="В тексте нет этого упоминания. Вставьте @[id] туда, где называете человека, или уберите его из списка.",
            en="The text does not have this mention. Put @[id] where you name the person, or take it off the list.",
        ),
    )


def mention_not_listed() -> FieldError:
    return FieldError(
        ("body", "text"),
        "mention_not_listed",
        Text(
            ru="В тексте упомянут человек, которого нет в mention_ids. Добавьте его в список или уберите из текста.",
            en="The text mentions a person who is not in mention_ids. Add them to the list or take them out.",
        ),
    )


def mention_elsewhere(place: int) -> FieldError:
    """Somebody who may not see the record: of another branch, taking no part in it."""
    return FieldError(
        ("body", "mention_ids", place),
        "mention_elsewhere",
        Text(
            ru="Этот человек из другого отделения и не участвует в несоответствии: он его не увидит. Сначала попросите "
            "тех, кто разбирает несоответствия отделения, назначить его наблюдающим.",
            en="This person is of another branch and takes no part in the nonconformity: they would not see it. First "
            "have those who triage the branch's nonconformities name them an observer.",
        ),
    )


def unknown_reply() -> FieldError:
    return FieldError(
        ("body", "reply_to_id"),
        "unknown_comment",
        Text(
            ru="В этом обсуждении нет такого комментария, или он удалён. Напишите без ответа на него.",
            en="There is no such comment in this discussion, or it was removed. Write without answering it.",
        ),
    )


def removal_reason_needed() -> FieldError:
    return FieldError(
        ("body", "reason"),
        "removal_reason_needed",
        Text(
            ru="Вы удаляете чужой комментарий или уже устоявшийся: напишите почему. Причину увидят все участники.",
            en="This comment is somebody else's, or settled: say why you remove it. All participants will see it.",
        ),
    )
