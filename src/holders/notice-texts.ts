/** The texts of notices, where the settings name no file. The first heading is the subject. */

import type { EventNotice } from '../settings/holder-notices.ts';

export const noticeTexts: Readonly<Record<EventNotice, string>> = {
  release: `# Your AWS account {account} is ready

Account {account} was prepared for you and is released. It is held by {holder}, and its costs are charged to {cost_center}.
`,
  expiry: `# Resources of your AWS account {account} will be deleted

On {opens_at}, the maintenance of account {account} deletes these resources:

{resources}

To keep a resource, give it the tag \`{keep_tag}\` before. Resources that become too old until then are deleted as well.
`,
  purge: `# Resources of your AWS account {account} were deleted

The maintenance of account {account} has deleted these resources:

{resources}

To keep a resource next time, give it the tag \`{keep_tag}\`.
`,
  'budget-alert': `# Your AWS account {account} has exceeded a budget

A budget of account {account} has sent this alert:

{alert}

Delete what you do not need, or ask for a larger budget. The costs are charged to {cost_center}.
`,
};
