"""Forms about the agreement: what they ask, how answers are read, how they are drawn. Pure.

A form is a description (``shapes``) of the same document that a mapping version keeps. What was
typed is read into such a document (``reading``), changed by buttons (``moving``) and drawn again
(``drawing``); whether it is an agreement is judged by ``mappings.documents`` alone.
"""
