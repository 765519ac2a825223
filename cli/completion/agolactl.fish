# SPDX-License-Identifier: Apache-2.0
# Completion of agolactl for fish: agolactl itself knows what fits.

function __agolactl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    for line in ($program complete $words[2..-1] "$current" 2>/dev/null </dev/null)
        switch $line
            case :files
                __fish_complete_path (string replace -r '^--[a-z-]+=' '' -- "$current")
            case :folders
                __fish_complete_directories (string replace -r '^--[a-z-]+=' '' -- "$current") ''
            case '*'
                echo $line
        end
    end
end

complete -c agolactl -f -a '(__agolactl_complete)'
