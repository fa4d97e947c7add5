# shellcheck shell=sh
# For the cases of tests/cli: each runs in an empty folder with the program in
# $PATH, the fixtures in data/ and the shipped datasets in datasets/.

# Runs a command and shows it with its output: standard output as it is, standard
# error after "! ", an exit status other than 0 after "= ".
run() {
	echo "\$ $*"
	timeout 120 "$@" >.stdout 2>.stderr </dev/null
	status=$?
	cat .stdout
	sed 's/^/! /' .stderr
	[ "$status" -eq 0 ] || echo "= $status"
	rm -f .stdout .stderr
}

# The same with the standard input of the case.
run_stdin() {
	echo "\$ $* < ..."
	timeout 120 "$@" >.stdout 2>.stderr
	status=$?
	cat .stdout
	sed 's/^/! /' .stderr
	[ "$status" -eq 0 ] || echo "= $status"
	rm -f .stdout .stderr
}

# A statement that must hold.
check() { # what, command...
	what=$1
	shift
	if "$@" >.check 2>&1; then
		echo "holds: $what"
	else
		echo "DOES NOT HOLD: $what"
		sed 's/^/    /' .check
	fi
	rm -f .check
}

# Files of a folder, temporary ones too.
files() {
	# shellcheck disable=SC2012  # names made here
	ls -A "$1" | sed 's/^/file: /'
}
