"""What the file of a person calls its chapters and columns. It is given to the person, so in Russian."""

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "people": "Реестр", "nonconformity": "Журнал несоответствий", "not_asked": "Не удалось спросить",
    "persons": "Карточка", "memberships": "Членство", "consents": "Согласия", "absences": "Отсутствия",
    "cards": "Членские билеты", "grants": "Роли", "accounts": "Учётная запись", "sessions": "Входы",
    "sign_in_links": "Ссылки для входа", "second_factors": "Вход с кодом", "segments": "Сегменты",
    "data_files": "Запросы этих данных", "history": "История изменений", "filed": "Подано",
    "responsible_for": "Ответственный", "takes_part_in": "Участие", "comments": "Комментарии",
    "former_texts_of_comments": "Прежние тексты комментариев", "mentioned_in": "Упоминания", "measures": "Мероприятия",
    "files": "Файлы", "acts": "Действия", "views": "Сохранённые виды журнала", "news_read": "Прочитанные новости",
}  # fmt: skip
COLUMNS: Final[Mapping[str, str]] = {
    "id": "Номер записи", "version": "Версия", "created_at": "Заведено", "updated_at": "Изменено",
    "removed_at": "Убрано", "person_id": "Человек", "personnel_number": "Табельный номер", "last_name": "Фамилия",
    "first_name": "Имя", "middle_name": "Отчество", "sex": "Пол", "birth_date": "Дата рождения",
    "branch_id": "Отделение", "unit_id": "Подразделение", "position": "Должность", "city": "Город",
    "phone": "Телефон", "email": "Почта", "children": "Детей", "subscribed_to_news": "Подписка на новости",
    "assignment_site_id": "Площадка командировки", "is_member": "Член профсоюза", "joined_on": "Вступление",
    "left_on": "Выход", "ended": "Закончилось", "import_id": "Импорт", "kind": "Вид", "given": "Дано",
    "text_version": "Редакция текста", "channel": "Как сообщено", "stated_at": "Заявлено", "recorded_at": "Записано",
    "recorded_by": "Кем записано", "first_day": "Первый день", "last_day": "Последний день",
    "substitute_id": "Замещающий", "cancelled_at": "Отменено", "number": "Номер", "issued_at": "Выпущен",
    "issued_by": "Кем выпущен", "withdrawn_at": "Отозвано", "withdrawn_by": "Кем отозвано", "reason": "Причина",
    "role_id": "Роль", "role": "Роль", "valid_from": "Действует с", "valid_to": "Действует по",
    "granted_by": "Кем выдано", "granted_at": "Выдано", "login": "Логин", "password_set_at": "Пароль задан",
    "disabled": "Закрыта", "failed_attempts": "Неудачных попыток", "last_failed_at": "Последняя неудача",
    "locked_until": "Вход закрыт до", "last_signed_in_at": "Последний вход", "account_id": "Учётная запись",
    "started_at": "Начало", "expires_at": "Действует до", "ended_at": "Конец", "last_seen_at": "Последнее обращение",
    "user_agent": "Браузер", "address": "Адрес в сети", "made_by": "Кем сделано", "made_at": "Сделано",
    "used_at": "Использовано", "revoked_at": "Отменено", "begun_at": "Начато", "confirmed_at": "Подтверждено",
    "last_step": "Последний код (шаг)", "name": "Название", "owner_id": "Владелец", "visibility": "Кому видно",
    "condition": "Условие", "state": "Состояние", "requested_by": "Кем запрошено", "requested_at": "Запрошено",
    "finished_at": "Готово", "downloads": "Скачиваний", "noun": "О чём", "subject_id": "Запись", "at": "Когда",
    "actor_id": "Кто", "act": "Действие", "changed": "Что изменено", "record": "Несоответствие", "place": "Место",
    "description": "Описание", "proposal": "Предложение", "found_at": "Обнаружено", "registered_at": "Зарегистрировано",
    "due_on": "Срок", "text": "Текст", "written_at": "Написано", "mentioned_at": "Упомянут", "media_type": "Тип файла",
    "size": "Размер, байт", "filters": "Отбор", "sort": "Порядок", "columns": "Столбцы", "shared": "Видно всем",
    "until": "Прочитано по",
}  # fmt: skip
