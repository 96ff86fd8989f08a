/** Names that no purge deletes: Control Tower's, the organization's, and our own. */

export const alwaysProtected: readonly string[] = [
  'AWSControlTower*',
  'aws-controltower*',
  'StackSet-AWSControlTower*',
  'CDKToolkit',
  'cdk-hnb659fds-*',
  'AWSReservedSSO_*',
  'AWSServiceRoleFor*',
  'OrganizationAccountAccessRole',
];

/**
 * Returns a pattern for a name in aws-nuke's identifiers: `Rule: Mine`, `role -> policy`, the end of an ARN. It means
 * the same in Go and in JavaScript.
 */
export function protectingPattern(names: readonly string[]): string {
  const one = (name: string) =>
    name.endsWith('*') ? escaped(name.slice(0, -1)) : `${escaped(name)}($|[ /:])`;
  return `(^|[ /:])(${names.map(one).join('|')})`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
