#compdef agolactl
# SPDX-License-Identifier: Apache-2.0
# Completion of agolactl for zsh: agolactl itself knows what fits.

local line name help
local -a before lines ends goes_on

before=("${(@Q)words[2,CURRENT-1]}")
(( CURRENT > 2 )) || before=()
lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" complete "${before[@]}" "$PREFIX" 2>/dev/null </dev/null)}")
for line in "${lines[@]}"; do
	name=${line%%$'\t'*}
	help=
	[[ $line == *$'\t'* ]] && help=:${line#*$'\t'}
	case $name in
	'') ;;
	:files | :folders)
		# --option=FILE
		compset -P '--[a-z-]#='
		if [[ $name == :files ]]; then _files; else _files -/; fi
		;;
	# there is more to come
	*[/=]) goes_on+=("${name//:/\\:}$help") ;;
	*) ends+=("${name//:/\\:}$help") ;;
	esac
done
(( $#ends )) && _describe -t agolactl agolactl ends
(( $#goes_on )) && _describe -t agolactl agolactl goes_on -S ''
return 0
