"""The chapters of the course: their files, a student's own market, predictions, figures, questions, marks to hand in.

A chapter is one file, ``scenarios/course/NN_name.yaml``, with its Chinese beside it in ``NN_name.zh.yaml``. Notebooks,
sheets and slides are made from it. The format is described in ``docs/how-to/chapters.md``.
"""
