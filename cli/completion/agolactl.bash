# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Completion of agolactl for bash: agolactl itself knows what fits.

_agolactl() {
    local program=${COMP_WORDS[0]/#\~/$HOME} word line cut i glue=
    local words=() lines=()

    # bash breaks words at = and : as well
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i -gt 1 && ($word == [=:]* || -n $glue) && ${COMP_WORDS[i - 1]} != '' ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        glue=
        [[ $word == *[=:] ]] && glue=yes
    done
    # what bash will not replace
    cut=${words[${#words[@]} - 1]}
    [[ ${COMP_WORDS[COMP_CWORD]} == [=:]* ]] || cut=${cut%"${COMP_WORDS[COMP_CWORD]}"}

    COMPREPLY=()
    mapfile -t lines < <("$program" complete "${words[@]}" 2>/dev/null </dev/null)
    for line in "${lines[@]}"; do
        word=${COMP_WORDS[COMP_CWORD]#[=:]}
        case $line in
        :files) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word") && compopt -o filenames ;;
        :folders) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$word") && compopt -o filenames ;;
        *)
            line=${line%%$'\t'*}
            COMPREPLY+=("${line#"$cut"}")
            # there is more to come
            [[ $line == *[/=] ]] && compopt -o nospace
            ;;
        esac
    done
}

complete -F _agolactl agolactl
