import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about the end of an import, in French. */
export const jobSentencesFr: readonly TranslatedSentence[] = [
  ['{end}. The dates look like {look}', '{end}. Les dates semblent être {look}'],
  ['The dates look like {look}', 'Les dates semblent être {look}'],
  [
    '{form}, for example {"example"}; the mapping reads {forms} (dates.forms).',
    'de la forme {form}, par exemple {example} ; la correspondance lit {forms} (dates.forms).',
  ],
  [
    '{look} Day and month are swapped, also in the rows that could be read.',
    '{look} Le jour et le mois sont inversés, aussi dans les lignes qui ont pu être lues.',
  ],
  ['{limit} Row {row}, line {line}: {problem}', '{limit} Ligne {row}, ligne {line} du fichier : {problem}'],
  [
    '{counts} are rejected for one reason, {code}; at most {percent} % may be (--reason-limit).',
    '{counts} sont rejetées pour une même raison, {code} ; au plus {percent} % peuvent l’être.',
  ],
  [
    'At most {percent} % of the rows may be rejected (--skip-limit), and {counts} are.',
    'Au plus {percent} % des lignes peuvent être rejetées, et {counts} le sont.',
  ],
  ['{count} of {read} rows read', '{count} lignes sur {read} lues'],
  ['{limit} (--skip-limit).', '{limit}.'],
  ['No row may be rejected', 'Aucune ligne ne peut être rejetée'],
  ['At most {most} rows may be rejected', 'Au plus {most} lignes peuvent être rejetées'],
  ['It was stopped.', 'L’import a été arrêté.'],
  [
    'It was stopped. What is loaded stays; a new request of the same file goes on from there.',
    'L’import a été arrêté. Ce qui est chargé reste ; une nouvelle demande du même fichier reprend à cet endroit.',
  ],
  [
    'Something went wrong here; the log names it by {id}.',
    'Le serveur a échoué ; son journal en parle sous {id}.',
  ],
  [
    'The uploaded file {file} is past its time; upload it again.',
    'Le fichier {file} n’est plus conservé ; envoyez-le de nouveau.',
  ],
  [
    'The mapping is not one of this version; give it anew.',
    'La correspondance n’est pas de cette version ; indiquez-la de nouveau.',
  ],
  [
    '{file} is not the file that the job began with: its content is another. Load it as a file of its own.',
    '{file} n’est pas le fichier avec lequel l’import a commencé : son contenu est autre. Chargez-le comme un fichier à part.',
  ],
  [
    '{file}: the rows of more than {count} invoices do not follow each other. Load it with --sort, which puts them together.',
    '{file} : les lignes de plus de {count} factures ne se suivent pas. Chargez-le avec l’option qui les regroupe.',
  ],
  [
    'The rows of this job were sorted by another version. Undo the job and load the file again.',
    'Les lignes de cet import ont été triées par une autre version. Annulez l’import et chargez de nouveau le fichier.',
  ],
  [
    '{file} cannot be decompressed: {reason} The file may be damaged.',
    '{file} ne peut pas être décompressé : {reason} Le fichier est peut-être endommagé.',
  ],
  [
    'What follows the compressed data at byte {byte} is not gzip.',
    'ce qui suit les données compressées à l’octet {byte} n’est pas du gzip.',
  ],
  ['{file} cannot be decompressed: {reason}.', '{file} ne peut pas être décompressé : {reason}.'],
  ['it is cut off', 'il est tronqué'],
  ['its compressed bytes are not in order', 'ses données compressées ne sont pas en ordre'],
  [
    '{file} is XML, not CSV. A bank statement (camt.053) is loaded with --mapping camt053.',
    '{file} est du XML et non du CSV. Un relevé bancaire (camt.053) se charge avec la correspondance camt053.',
  ],
  [
    'The rows of one invoice, from row {row} (line {line}) on, have more than {size} MiB; the mapping\'s "number" may name another column than it should.',
    'Les lignes d’une même facture, à partir de la ligne {row} (ligne {line} du fichier), dépassent {size} Mio ; "number" nomme peut-être une mauvaise colonne dans la correspondance.',
  ],
  [
    'The {count} rows from row {row} on all have the invoice number {"number"}; the mapping\'s "number" may name another column than it should.',
    'Les {count} lignes à partir de la ligne {row} ont toutes le numéro de facture {number} ; "number" nomme peut-être une mauvaise colonne dans la correspondance.',
  ],
  ['Undone: {removed}, {kept} stay.', 'Annulé : {removed}, {kept} restent.'],
  ['{count} invoices were removed', '{count} factures supprimées'],
  ['{count} payments were reversed', '{count} paiements extournés'],
  ['it was changed after it was imported', 'elle a été modifiée après l’import'],
  ['its payment was reversed already', 'son paiement était déjà extourné'],
  ['money of its payment was given back', 'une partie de son paiement a été remboursée'],
];
