"""Marking by people: a site that one machine serves to those who mark, and marks as text.

text_format  marks and rubrics as text, byte-stable
questions    what is marked: checks with their statement, model answer and rubric
written      the part of a student's files that answers a question, cell by cell
names        what would tell whose answer it is, and text without it
rendering    Markdown and notebook outputs of students as markup that a page may hold
handed_in    files beside the answer, by their content
media        pictures and pages of PDFs, decoded in a sandboxed process
shown        these files as markup and addresses
index        the newest marks and the digest of every answer, in memory
access       who may come in: tokens, cookies, addresses
claims       who is looking at an answer now
saving       what the page sends: drafts, marks, rubrics
queue        the order of answers, their states, and which one is next
service      everything that the pages ask for and save, on one thread for the store
views        what the page of an answer shows, as plain data
student_page what the page of a student shows
second_marks what the page of second marks shows
requests     bodies of JSON: read, and answered
actions      what is changed for a class
answer_actions what is changed for an answer
overview     how far the marking is
publishing   pages and tables that follow the marks
site         addresses and pages
serving      the server
"""
