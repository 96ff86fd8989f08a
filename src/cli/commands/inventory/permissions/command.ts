import { defineCommand } from '../../../define-command.ts';
import { flag } from '../../../options/kinds.ts';
import { changed, headed } from '../../../options/option.ts';
import { targetOptions } from '../../../options/targets.ts';
import { catalogueOptions, inventoryHeading } from '../catalogue-options.ts';
import { permissionsSchema } from './record.ts';

export const command = defineCommand({
  description:
    "Asks IAM's policy simulator in every selected account which actions the role lacks, and which types that affects. Where the role may not call the simulator, the first page of every listing is requested instead. Without --regions it checks one region.",
  examples: [{ command: "flotilla inventory permissions --name 'sandbox-*' --services EC2,S3" }],
  notes: ['The exit code is 2 when actions are lacking or could not be checked.'],
  docs: 'docs/take-inventory.md',
  options: {
    ...catalogueOptions,
    ...headed(inventoryHeading, {
      probe: flag().describe(
        "request the first page of every listing instead of asking IAM's policy simulator",
      ),
    }),
    ...targetOptions,
    regions: changed(targetOptions.regions, {
      fallback: 'the global region of the partition, such as us-east-1',
    }),
  },
  confirm: 'many-targets',
  output: { kind: 'rows', schema: permissionsSchema },
});
