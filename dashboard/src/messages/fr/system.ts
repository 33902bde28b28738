import type { systemEn } from '../en/system.ts';
import { createSentenceTranslator } from '../translate-sentences.ts';

const translatePart = createSentenceTranslator({
  locale: 'fr-FR',
  sentences: [
    ['token keys', 'clés des jetons'],
    ['identity provider', 'fournisseur d’identité'],
    ['database', 'base de données'],
    ['any subgraph', 'au moins un sous-graphe'],
    ['subgraph {name}', 'sous-graphe {name}'],
    ['service {name}', 'service {name}'],
  ],
  words: {
    customer: 'clients',
    product: 'produits',
    billing: 'facturation',
    workspace: 'espace de travail',
    statistics: 'statistiques',
    batch: 'imports',
    people: 'personnes',
    'batch-worker': 'traitement des imports',
    relay: 'relais des messages',
    sink: 'journal des messages',
    simulator: 'simulateur',
    registry: 'registre des schémas',
  },
});

export const systemFr = {
  title: 'Système',
  refresh: 'Actualiser',
  playground: 'Bac à sable GraphQL',
  fine: 'Tout fonctionne.',
  degraded: 'Le système fonctionne, mais une de ses parties est en panne.',
  notReady: 'Le système ne peut pas fonctionner : une partie nécessaire est en panne.',
  parts: 'Parties du système',
  part: 'Partie',
  state: 'État',
  works: 'Fonctionne',
  isDown: 'En panne',
  partName: (name: string) => translatePart(name) ?? name,
} satisfies typeof systemEn;
