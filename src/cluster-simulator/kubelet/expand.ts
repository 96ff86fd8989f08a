/** Expands `$(NAME)` in commands, arguments and variables: `$$` is a dollar, and unknown names stay as they are. */

export function expand(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_.-][\w.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known[name] ?? whole),
  );
}
