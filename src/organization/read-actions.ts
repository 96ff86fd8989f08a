/** What reading the organization takes, as the README's policy says it: listing, selecting by unit and by tag. */

export const readOrganizationActions = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListAccounts',
  'organizations:ListParents',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
  'tag:GetResources',
] as const;
