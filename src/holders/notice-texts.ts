/** The texts of notices, where the settings name no file. The first heading is the subject. */

import type { HolderNotice } from '../settings/holder-notices.ts';

export const noticeTexts: Readonly<Record<HolderNotice, string>> = {
  release: `# Your AWS account {account} is ready

Account {account} was prepared for you and is released. It is held by {holder}, and its costs are charged to {cost_center}.
`,
  'budget-alert': `# Your AWS account {account} has exceeded a budget

A budget of account {account} has sent this alert:

{alert}

Delete what you do not need, or ask for a larger budget. The costs are charged to {cost_center}.
`,
};
