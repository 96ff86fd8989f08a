/** What is wrong in the files of the settings, and where: data that an edge prints as `file:line:column: message`. */

/** Lines and columns count from one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place extends Position {
  readonly file: string;
}

export interface Problem extends Place {
  /** Where in the settings, `accounts[2].preparation.feature`, or in a CSV file, `Tag: cost-center`. */
  readonly path: string;
  /** Quotes the value, and says what is allowed. */
  readonly message: string;
}

export interface Finding {
  readonly at: Position;
  readonly path: string;
  readonly message: string;
}

/** Collects what is found in one file. Warnings are about what is taken, and is probably not meant. */
export interface Findings {
  readonly problem: (finding: Finding) => void;
  readonly warning: (finding: Finding) => void;
}

export interface Collected {
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

export function findingsOf(file: string, { problems, warnings }: Collected): Findings {
  const into =
    (list: Problem[]) =>
    ({ at, path, message }: Finding) => {
      list.push({ file, line: at.line, column: at.column, path, message });
    };
  return { problem: into(problems), warning: into(warnings) };
}

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** File by file as they were first met, each from the top. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
