import { createProblemTranslator } from '../translate-problem.ts';
import type { TranslatedSentence } from '../translate-sentences.ts';
import { inputSentencesFr, objectSentencesFr } from './problems/input-sentences.ts';
import { invoiceSentencesFr } from './problems/invoice-sentences.ts';
import { mailSentencesFr } from './problems/mail-sentences.ts';
import { registrySentencesFr } from './problems/registry-sentences.ts';

/** @param further sentences, which come in a file of their own */
export const createProblemsFr = (further: readonly TranslatedSentence[]) =>
  createProblemTranslator({
    locale: 'fr-FR',
    sentences: [
      ...further,
      ...invoiceSentencesFr,
      ...inputSentencesFr,
      ...objectSentencesFr,
      ...mailSentencesFr,
      ...registrySentencesFr,
    ],
    words: {
      DRAFT: 'en brouillon',
      ISSUED: 'émise',
      PARTIALLY_PAID: 'payée en partie',
      PAID: 'payée',
      CREDITED: 'créditée',
      APPROVED: 'approuvée',
      REJECTED: 'refusée',
      PENDING: 'en attente',
      VOID: 'annulation',
      CREDIT: 'avoir',
      REVERSE_PAYMENT: 'extourne d’un paiement',
      archived: 'archivé',
      'in use': 'en service',
      changed: 'modifié',
      deleted: 'supprimé',
      issued: 'émis',
      STANDARD: 'taux normal',
      ZERO_RATED: 'taux zéro',
      EXEMPT: 'exonération',
      REVERSE_CHARGE: 'autoliquidation',
      INTRA_COMMUNITY: 'livraison intracommunautaire',
      EXPORT: 'exportation',
      'The balance of the invoice': 'Le solde de la facture',
      'The amount that can be refunded': 'Le montant remboursable',
      'without decimals': 'sans décimales',
      'with up to 1 decimals': 'avec au plus 1 décimale',
      'with up to 2 decimals': 'avec au plus 2 décimales',
      'with up to 3 decimals': 'avec au plus 3 décimales',
      'with up to 4 decimals': 'avec au plus 4 décimales',
      'a quantity': 'une quantité',
      'a quantity other than zero': 'une quantité différente de zéro',
      'a quantity of zero or more': 'une quantité de zéro ou plus',
      'a percentage': 'un pourcentage',
      'a rate in percent': 'un taux en pour cent',
      'a tax number of the customer': 'le numéro de TVA du client',
      'an address of the customer outside the EU': 'une adresse du client hors de l’UE',
      'the VAT id of the seller, which is not configured':
        'le numéro de TVA du vendeur, qui n’est pas configuré',
    },
    codes: {
      REQUIRED: 'Ce champ est à remplir.',
      INVALID: 'Cette valeur n’a pas la bonne forme.',
      TOO_LONG: 'C’est trop long.',
      OUT_OF_RANGE: 'Ce nombre ou ce jour est trop petit ou trop grand.',
      TAKEN: 'Cette valeur est déjà utilisée.',
      NOT_FOUND: 'Cet objet n’existe pas ou n’existe plus.',
      CONFLICT: 'Quelqu’un a enregistré une modification entre-temps.',
      WRONG_STATE: 'L’état de l’objet ne le permet pas.',
      NOT_ALLOWED: 'Vous ne pouvez pas faire cela.',
      INSUFFICIENT_STOCK: 'Le stock ne suffit pas.',
      IDEMPOTENCY_KEY_REUSED:
        'Cette opération a déjà été envoyée avec d’autres données. Rechargez la page, puis recommencez.',
      UNAVAILABLE: 'Un service n’a pas répondu. Réessayez.',
    },
    failures: {
      UNAUTHORIZED_FIELD_OR_TYPE: 'Votre rôle ne permet pas cela.',
      FORBIDDEN: 'Votre rôle ne permet pas cela.',
      UNAUTHENTICATED: 'Votre session est terminée.',
      BAD_USER_INPUT: 'Le serveur ne comprend pas cette demande.',
      RATE_LIMITED: 'Trop de demandes en peu de temps. Attendez un peu, puis réessayez.',
      TOO_MANY_OPERATIONS: 'Trop de demandes à la fois. Attendez un peu, puis réessayez.',
      MAX_COST_LIMIT: 'Cette demande est trop grande.',
      CURSOR_EXPIRED: 'Cette place dans la liste est trop ancienne. Rechargez la page.',
      SUBGRAPH_TIMEOUT: 'Un service met trop de temps à répondre. Réessayez.',
      SUBGRAPH_UNAVAILABLE: 'Un service ne répond pas. Réessayez.',
      SUBGRAPH_REFUSED: 'Un service a refusé la demande. Réessayez.',
      INTERNAL_SERVER_ERROR: 'Le serveur a répondu par une erreur.',
    },
  });
