/** Actions that reading the organization needs, as in the README's policy: listing, selecting by unit and by tag. */

export const readOrganizationActions = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListAccounts',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListParents',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
  'tag:GetResources',
] as const;
