/** `flotilla prerequisites templates`: the templates of the stacks outside of the automation account. */

import { prerequisiteStacks } from '../../../../deployment/prerequisites/prerequisite-stacks.ts';
import { readOrganizationId } from '../../../../organization/organization-id.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { documentsView, writeDocuments } from '../../../write-documents.ts';
import { readInstallation, withFleet } from '../read-facts.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const installation = await readInstallation(options, context);
  const organizationId =
    options.organizationId ?? (await withFleet(options, context, readOrganizationId));
  const stacks = prerequisiteStacks({ ...installation, organizationId }, options);
  const documents = Object.fromEntries(
    stacks.map(({ name, template }) => [`${name}.json`, template]),
  );
  if (options.out === undefined) {
    context.print(documents, documentsView);
    return undefined;
  }
  await writeDocuments(options.out, documents);
  return { summary: `${count(stacks.length, 'file')} written to ${options.out}` };
};
