# Types each line and a Tab into a zsh on a pseudo-terminal, which finds the script as one that is installed, and prints what is
# there afterwards:
# zsh -f complete.zsh SCRIPT OUTPUT LINE...
zmodload zsh/zpty
script=$1 output=$2
shift 2
: >$output
mkdir -p $output.functions
cp $script $output.functions/_oci-interceptor
zpty z zsh -f -i
zpty -w z "report() { print -r -- \"\$BUFFER\" >>$output; BUFFER=; }; zle -N report; bindkey '^X' report"
zpty -w z "fpath=($output.functions \$fpath)"
zpty -w z 'autoload -Uz compinit; compinit -u -D; zstyle ":completion:*" insert-tab false; setopt no_auto_menu no_beep'
zpty -w z "PROMPT=; print R\"\"EADY"
zpty -r z ignored '*READY*'
for line; do
  zpty -w -n z "$line"$'\t\x18'
  zpty -w z 'print D""ONE'
  zpty -r z ignored '*DONE*'
done
zpty -d z
cat $output
