/**
 * Completion scripts. Each passes the words up to the cursor to `flotilla __complete`, which prints a candidate and
 * its description per line, and last what else may be completed: `:files`, `:folders` or `:nothing`.
 */

export const bashScript = `# bash completion for flotilla
_flotilla() {
  local line quoted index rest=:nothing cur="\${COMP_WORDS[COMP_CWORD]}"
  local -a typed=()
  COMPREPLY=()
  # bash splits --option=value into three words, and replaces the last one.
  for (( index = 1; index <= COMP_CWORD; index++ )); do
    if [[ \${COMP_WORDS[index]} == '=' && \${COMP_WORDS[index - 1]} == --* ]]; then
      (( index < COMP_CWORD )) || { typed+=(''); cur=; }
    else
      typed+=("\${COMP_WORDS[index]}")
    fi
  done
  while IFS= read -r line; do
    case $line in
      :*) rest=$line ;;
      *) printf -v quoted '%q' "\${line%%$'\\t'*}"; COMPREPLY+=("\${quoted//\\\\,/,}") ;;
    esac
  done < <(flotilla __complete -- "\${typed[@]}" 2>/dev/null)
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
  local -a candidates typed=("\${(@)words[2,CURRENT]}")
  if [[ \${typed[-1]} == --*=* && \${typed[(I)--]} -eq 0 ]]; then
    typed[-1]=("\${typed[-1]%%=*}" "\${typed[-1]#*=}")
    compset -P "\${typed[-2]}="
  fi
  while IFS= read -r line; do
    case $line in
      :*) rest=$line ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(flotilla __complete -- "\${(@)typed}" 2>/dev/null)
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
