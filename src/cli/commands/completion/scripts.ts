/**
 * Completion scripts. Each passes the words up to the cursor to `flotilla __complete`, which prints a candidate and
 * its description per line, and last what else may be completed: `:files`, `:folders` or `:nothing`.
 */

export const bashScript = `# bash completion for flotilla
_flotilla() {
  local line rest=:nothing cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) rest=$line ;;
      *) COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")") ;;
    esac
  done < <(flotilla __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $rest in
    :files) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur") ;;
    :folders) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur") ;;
  esac
}
complete -F _flotilla flotilla
`;

export const zshScript = `#compdef flotilla
_flotilla() {
  local line rest=:nothing
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :*) rest=$line ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(flotilla __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe flotilla candidates
  case $rest in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
compdef _flotilla flotilla
`;

export const fishScript = `# fish completion for flotilla
function __flotilla_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (flotilla __complete -- $words[2..-1] 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c flotilla -f -a '(__flotilla_complete)'
`;
