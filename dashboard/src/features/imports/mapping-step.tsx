import { useRef, useState } from 'react';
import { translateProblems } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  type ImportMappingInput,
  ImportMappingsDocument,
  InspectImportDocument,
  type InspectImportQuery,
  SavedMappingsDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { Doubts } from './doubts.tsx';
import { MappingEditor } from './mapping-editor.tsx';
import { MappingKeeper } from './mapping-keeper.tsx';
import { StartForm } from './start-form.tsx';
import { TrialView } from './trial-view.tsx';

type Payload = NonNullable<InspectImportQuery['inspectImport']>;
type Inspection = NonNullable<Payload['inspection']>;

const proposed = 'proposed';
const own = 'own';
const asBefore = 'as-before';

export interface MappingStepProps {
  readonly uploadId: string;
  /** The import whose mapping is tried first. */
  readonly like: string | undefined;
}

/** Shows what an upload looks like and lets its mapping be chosen, changed and tried, then loaded. */
export function MappingStep({ uploadId, like }: MappingStepProps) {
  const { imports: messages, problems, doubts } = useMessages();
  const [mapping, setMapping] = useState<ImportMappingInput | undefined>(
    like === undefined ? undefined : { jobId: like },
  );
  const { data: known } = useData(ImportMappingsDocument, { variables: {} });
  const { data: kept } = useData(SavedMappingsDocument, {
    variables: {},
    types: ['SavedMapping', 'DeleteMappingPayload'],
  });
  const [savedId, setSavedId] = useState<string>();
  const savedMappings = kept?.savedMappings ?? [];
  const saved = savedMappings.find(({ id }) => id === savedId);
  const view = useData(InspectImportDocument, {
    variables: { input: { uploadId, ...(mapping === undefined ? {} : { mapping }) } },
  });
  // What is there stays while another mapping is tried, with the focus; and a mapping that cannot be read leaves no inspection,
  // so the last one stays to be corrected.
  const lastData = useRef<InspectImportQuery>(undefined);
  lastData.current = view.data ?? lastData.current;
  const last = useRef<Inspection>(undefined);
  last.current = lastData.current?.inspectImport?.inspection ?? last.current;
  const inspection = last.current;
  const shipped = (known?.importMappings ?? []).map(({ name }) => ({ value: name, label: name }));
  const chosen = saved && mapping?.json === saved.json ? toSavedChoice(saved.id) : toChoice(mapping);

  function choose(choice: string): void {
    const found = savedMappings.find(({ id }) => toSavedChoice(id) === choice);
    setSavedId(found?.id);
    setMapping(found === undefined ? toMapping(choice, like) : { json: found.json });
  }

  return (
    <StateView view={{ ...view, data: lastData.current }} select={({ inspectImport }) => inspectImport}>
      {({ userErrors }) => (
        <>
          <ErrorSummary
            errors={translateProblems(userErrors, problems).map(({ field, message }) => ({
              ...toMappingPlace(field, messages.fields),
              message,
            }))}
          />
          {inspection && (
            <>
              <FileForm inspection={inspection} />
              <h2>{messages.mapping}</h2>
              <SelectField
                id={toControlId('mapping')}
                label={messages.mappingChoice}
                value={chosen}
                options={[
                  ...(like === undefined ? [] : [{ value: asBefore, label: messages.asBefore }]),
                  { value: proposed, label: messages.proposed },
                  ...savedMappings.map(({ id, name }) => ({
                    value: toSavedChoice(id),
                    label: messages.mappingOwn(name),
                  })),
                  ...shipped,
                  ...(chosen === own ? [{ value: own, label: messages.own }] : []),
                ]}
                onChange={({ target }) => choose(target.value)}
              />
              {inspection.missing.length > 0 && (
                <p>
                  {messages.missing} {inspection.missing.map(doubts.explain).join(', ')}
                </p>
              )}
              {inspection.mapping && (
                <MappingEditor
                  mapping={inspection.mapping}
                  json={mapping?.json ?? inspection.mapping.json}
                  columns={inspection.columns}
                  onChange={(json) => setMapping({ json })}
                />
              )}
              {inspection.mapping && (
                <MappingKeeper
                  saved={saved}
                  json={mapping?.json ?? inspection.mapping.json}
                  onSaved={({ id, json }) => {
                    setSavedId(id);
                    setMapping({ json });
                  }}
                />
              )}
              {inspection.trial && userErrors.length === 0 ? (
                <TrialView
                  title={inspection.isWhole ? messages.trialTitleWhole : messages.trialTitle}
                  trial={inspection.trial}
                />
              ) : (
                <p>{messages.noTrial}</p>
              )}
              <StartForm
                uploadId={uploadId}
                mapping={
                  inspection.mapping && userErrors.length === 0
                    ? (mapping ?? { json: inspection.mapping.json })
                    : undefined
                }
                json={inspection.mapping?.json ?? '{}'}
              />
            </>
          )}
        </>
      )}
    </StateView>
  );
}

/** The choice that stands for a saved mapping; no mapping that is shipped has such a name. */
function toSavedChoice(id: string): string {
  return `saved ${id}`;
}

/** The choice that stands for a mapping. */
function toChoice(mapping: ImportMappingInput | undefined): string {
  if (mapping === undefined) return proposed;
  return mapping.jobId ? asBefore : (mapping.name ?? own);
}

function toMapping(choice: string, like: string | undefined): ImportMappingInput | undefined {
  if (choice === proposed) return undefined;
  return choice === asBefore && like !== undefined ? { jobId: like } : { name: choice };
}

/** The control and the label of a place in the mapping, such as `mapping.json.invoice.number`. */
function toMappingPlace(
  [input, ...path]: readonly string[],
  labels: Readonly<Record<string, string>>,
): { readonly fieldId?: string; readonly label?: string } {
  if (input !== 'mapping') return {};
  const [section, name] = path[0] === 'json' ? path.slice(1) : path;
  if (section === undefined || name === undefined) return { fieldId: toControlId('mapping.json') };
  const isField = section === 'invoice' || section === 'line' || section === 'payment';
  const fieldId = toControlId(isField ? `mapping.${section}.${name}` : 'mapping.json');
  return { fieldId, label: (isField ? labels[name] : undefined) ?? `${section} › ${name}` };
}

function FileForm({ inspection }: { readonly inspection: Inspection }) {
  const { imports: messages } = useMessages();
  const { fileName, encoding, separator, compression, doubts, columns, rows, mapping } = inspection;
  return (
    <section>
      <h2>{messages.formTitle}</h2>
      <DescriptionList
        items={[
          { term: messages.file, value: fileName },
          { term: messages.encoding, value: encoding },
          { term: messages.separator, value: separator && (messages.separators[separator] ?? separator) },
          { term: messages.compression, value: compression },
        ]}
      />
      {mapping === null && <Doubts doubts={doubts} />}
      {rows.length > 0 && (
        <>
          <h3>{messages.firstRows}</h3>
          <DataTable
            label={messages.firstRows}
            rows={rows.map((cells, index) => ({ cells, index }))}
            toKey={({ index }) => String(index)}
            columns={columns.map((header, index) => ({
              key: header,
              header,
              cell: ({ cells }: { readonly cells: readonly string[] }) => cells[index],
            }))}
          />
        </>
      )}
    </section>
  );
}
