"""Runs a command with a terminal as its standard error and shows what it wrote there, control
codes spelled out; standard output is thrown away.

usage: seen.py [--summary] [--interrupt SECONDS] COMMAND...
--summary    says which forms of progress line came, not how often
--interrupt  sends SIGINT after so long
"""
import os, pty, re, signal, subprocess, sys, threading

arguments = sys.argv[1:]
summary = arguments[0] == "--summary" and bool(arguments.pop(0))
wait = 0.0
if arguments[0] == "--interrupt":
    arguments.pop(0)
    wait = float(arguments.pop(0))

leader, follower = pty.openpty()
process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=follower)
os.close(follower)
if wait:
    threading.Timer(wait, process.send_signal, [signal.SIGINT]).start()
written = b""
while True:
    try:
        piece = os.read(leader, 65536)
    except OSError:
        break
    if not piece:
        break
    written += piece
status = process.wait()
text = written.decode().replace("\r\n", "\n")

screen = ""  # what is left on the line at the end
for part in re.split("(\r|\033\\[K)", text):
    screen = "" if part in ("\r", "\033[K") else part
if summary:
    lines = re.findall("\r([^\r\033]+)\033\\[K", text)
    forms = []
    for line in lines:
        form = re.sub("[0-9][0-9,]*", "N", line)
        form = re.sub("N (h N min|min N s|s)( left)?$", r"TIME\2", form)
        if form not in forms:
            forms.append(form)
    for form in sorted(forms):
        print("shown: " + form)
    print("lines fit a terminal: " + str(all(len(line) < 80 for line in lines)))
    text = re.sub("\r[^\r\033]*\033\\[K", "", text)
print(text.replace("\033", "ESC").replace("\r", "CR"), end="")
print("left on the line: '%s'" % screen.rstrip("\n").split("\n")[-1] if summary else "", end="\n" if summary else "")
if status != 0:
    print("status %d" % status)
