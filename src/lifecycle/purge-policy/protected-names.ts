/** What no purge deletes, by its name: Control Tower's, the organization's, and our own. */

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
 * Finds a name in what aws-nuke calls a resource: `Rule: Mine`, `role -> policy`, the end of an ARN. Written so that Go
 * and JavaScript read it alike.
 */
export function protectingPattern(names: readonly string[]): string {
  const one = (name: string) =>
    name.endsWith('*') ? escaped(name.slice(0, -1)) : `${escaped(name)}($|[ /:])`;
  return `(^|[ /:])(${names.map(one).join('|')})`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
