# Which language the program speaks: --lang, LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
said() { # variables...
	printf '%-50s ' "$*"
	env -u LC_ALL -u LC_MESSAGES -u LANG -u LANGUAGE "$@" bassin nothing 2>&1
}
said A=B
said LANGUAGE=fr
said LANGUAGE=fr_CA:en
said LANGUAGE=de:fr
said LANGUAGE=en:fr
said LANGUAGE=de LANG=fr_FR.UTF-8
said LANG=fr_FR.UTF-8
said LANG=fr_FR@euro
said LANG=fr
said LANG=en_GB.UTF-8 LC_MESSAGES=fr_BE.UTF-8
said LANG=fr_FR.UTF-8 LC_ALL=en_GB.UTF-8
said LANGUAGE=fr LC_ALL=C.UTF-8
echo "scripts are sure of English with LC_ALL=C"
said LANGUAGE=fr LC_ALL=C
said LANGUAGE=fr LANG=POSIX
said LANG=fr_FR.UTF-8 LC_ALL=C
echo "values that are no language"
said LANGUAGE=../../../etc LANG=de_DE.UTF-8
said LANGUAGE=%s%n%s
said LANGUAGE=frisian
said LANGUAGE=::::fr::
said LANGUAGE=/fr
said "LANG=fr/../fr"
check "a very long value is passed over" sh -c \
	'! LC_ALL= LANGUAGE=$(head -c 100000 /dev/zero | tr "\0" x) bassin nothing 2>said; grep -q "unknown command" said'
echo "an option comes before the environment"
run env LC_ALL=fr_FR.UTF-8 bassin inspect --lang en absent.csv
run bassin inspect --lang=fr absent.csv
run bassin inspect --lang fr --lang en absent.csv
run bassin inspect --lang de absent.csv
run env LC_ALL=fr_FR.UTF-8 bassin inspect --lang
run env LC_ALL=fr_FR.UTF-8 bassin inspect -- --lang=en
