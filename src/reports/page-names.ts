/** The pages of a month, for people who open them from a disk. */

/** Names of the pages, at the top of the store. */
export const pageNames = {
  accounts: 'accounts.html',
  activities: 'activities.html',
  costs: 'costs.html',
} as const;
