/**
 * Problems in the files of the settings, with their positions: data that an edge prints as `file:line:column: message`.
 */

/** Lines and columns count from one. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export interface SourceLocation extends SourcePosition {
  readonly file: string;
}

/** A problem or a warning, with its position in a file. */
export interface SettingsProblem extends SourceLocation {
  /** Where in the settings, `accounts[2].preparation.feature`, or in a CSV file, `Tag: cost-center`. */
  readonly path: string;
  /** Quotes the value and says what is allowed. */
  readonly message: string;
}

export interface SettingsFinding {
  readonly at: SourcePosition;
  readonly path: string;
  readonly message: string;
}

/** Collects problems and warnings of one file. Warnings are about values that are accepted, and probably not meant. */
export interface Findings {
  readonly problem: (finding: SettingsFinding) => void;
  readonly warning: (finding: SettingsFinding) => void;
}

export interface CollectedProblems {
  readonly problems: SettingsProblem[];
  readonly warnings: SettingsProblem[];
}

export function findingsOf(file: string, { problems, warnings }: CollectedProblems): Findings {
  const into =
    (list: SettingsProblem[]) =>
    ({ at, path, message }: SettingsFinding) => {
      list.push({ file, line: at.line, column: at.column, path, message });
    };
  return { problem: into(problems), warning: into(warnings) };
}

export function formatProblem({ file, line, column, message }: SettingsProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Sorts by file in order of first appearance, then by position. */
export function inOrder(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
