"""Starts workers, speaks to them, ends them: the judge's side of the sandbox.

factory          where the workers of one command come from, and how isolated they are
prestart         a worker that starts while the judge still loads its libraries
spawn            a fresh interpreter for each worker
zygote           forks of one interpreter, for a class
memory           how much memory a worker may have in this container
isolation        which isolation is asked for, and what a worker's report of it is worth
link             what the judge and one worker share, of two kinds: the interface, and the choice
socket_link      Linux: inherited descriptors; with socket_channel and progress_page
pipe_link        everywhere: standard streams and threads; with pipe_channel and page_file
process          one worker, under a deadline
process_usage    processor time and memory, read from outside; darwin_usage on macOS
windows_process  a worker on Windows, in a job_object
channel          frames in and out, what is printed drained
inbox            bytes that are not a whole frame yet
cleaning         what a worker says, made fit for use
exits            how a worker ended
decoding         pictures and PDFs of students, decoded in a process with the walls of a worker
tester_process   processes for a course's own tests, forked; messages over a socket
piped_tester     one of them where nothing can be forked or lent; packets over pipes
commands         the grader's own code in a fresh interpreter
"""
