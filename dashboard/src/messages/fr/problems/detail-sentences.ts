import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Problems of company numbers, electronic addresses and deliveries. They come in a file of their own, beside the other sentences of the API. */
export const detailSentencesFr: readonly TranslatedSentence[] = [
  [
    'Must be nine digits that are right by Luhn, for example 732 829 320.',
    'Donnez neuf chiffres justes selon Luhn, par exemple 732 829 320.',
  ],
  [
    'Must be a SIREN and five digits, right by Luhn, for example 732 829 320 00074.',
    'Donnez un SIREN et cinq chiffres, justes selon Luhn, par exemple 732 829 320 00074.',
  ],
  ['Must begin with the SIREN {ref}.', 'Doit commencer par le SIREN {ref}.'],
  [
    'Must begin the SIRET {ref}; change that, too.',
    'Doit être le début du SIRET {ref} ; changez aussi celui-ci.',
  ],
  ['Must be the end of the VAT id {ref}.', 'Doit être la fin du numéro de TVA {ref}.'],
  [
    'A French VAT id must end with the SIREN {ref}.',
    'Un numéro de TVA français doit finir par le SIREN {ref}.',
  ],
  [
    'Must be a code of the EAS list, for example 0225, the French directory, or EM, e-mail.',
    'Donnez un code de la liste EAS, par exemple 0225, l’annuaire français, ou EM, l’e-mail.',
  ],
  [
    'In the French directory, must be a SIREN, or a SIREN, _ and what follows there.',
    'Dans l’annuaire français, donnez un SIREN, ou un SIREN, _ et la suite.',
  ],
  [
    'With the scheme 0002, must be a SIREN: nine digits, right by Luhn.',
    'Avec la nature 0002, donnez un SIREN : neuf chiffres, justes selon Luhn.',
  ],
  [
    'With the scheme 0009, must be a SIRET: fourteen digits, right by Luhn.',
    'Avec la nature 0009, donnez un SIRET : quatorze chiffres, justes selon Luhn.',
  ],
  ['With the scheme EM, must be an e-mail address.', 'Avec la nature EM, donnez une adresse e-mail.'],
  ['Give a day or a period, not both.', 'Donnez un jour ou une période, pas les deux.'],
  ['Give {start} or a later day.', 'Donnez le {start} ou un jour suivant.'],
];
