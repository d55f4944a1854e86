// Who may import whom (see CONTRIBUTING.md). Type imports count.
const rule = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to })
const browser = '^(packages/(protocol|realtime|ui)|apps/(console|customer|embed|support-manager/src/panel/panel-page))/'

module.exports = {
  forbidden: [
    rule('no-cycles', 'Two files that need each other are one file or three.', {}, { circular: true }),
    rule('not-found', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    rule(
      'declared',
      'A package that is used is declared by the workspace that uses it.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'protocol-is-pure',
      'The wire knows the validator and nothing else.',
      { path: '^packages/protocol/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/protocol/src|node_modules/zod' },
    ),
    rule(
      'realtime-below-ui',
      'The client half knows the protocol only.',
      { path: '^packages/realtime/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/(realtime/src|protocol/src/index\\.ts)|node_modules/fflate' },
    ),
    rule(
      'embed-is-light',
      "The script on other people's pages brings no components and no framework.",
      { path: '^apps/embed/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^apps/embed/src|^packages/(protocol|realtime)/src/' },
    ),
    rule('ui-below-apps', 'Shared components know no app.', { path: '^packages/' }, { path: '^(apps|e2e)/' }),
    rule(
      'no-node-in-the-browser',
      'Pages have no Node.',
      { path: browser, pathNot: '\\.test\\.tsx?$|(vite\\.config|^apps/embed/loader)\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'server-knows-protocol-only',
      'The server shares the wire with the pages, and nothing else.',
      { path: '^apps/server/' },
      { path: '^packages/(realtime|ui)/' },
    ),
    rule(
      'apps-never-import-apps',
      'What two apps need is a package.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'packages-by-name',
      'A package is entered by its door.',
      { path: '^(?:packages|apps)/([^/]+)/' },
      {
        path: '^packages/([^/]+)/src/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/src/(index\\.ts|theme\\.css)$',
          '^packages/realtime/src/screen/program-views\\.ts$',
        ],
      },
    ),
    rule(
      'platform-knows-no-feature',
      'Features stand on the platform, not the other way round.',
      { path: '^apps/server/src/platform/', pathNot: '\\.test\\.ts$' },
      { path: '^apps/server/src/(?!platform/)' },
    ),
    rule(
      'features-by-their-door',
      'A feature is entered by its index.',
      { path: '^apps/server/src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      { path: '^apps/server/src/(?!platform/)([^/]+)/', pathNot: ['^apps/server/src/$1/', '/index\\.ts$'] },
    ),
    rule(
      'routes-never-touch-the-store',
      'Routes and sockets call the service.',
      { path: '^apps/server/src/[^/]+/(routes|socket)\\.ts$' },
      { path: '/store\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'nobody-imports-main',
      'Only the door and the commands start the server.',
      { path: '^apps/server/src/', pathNot: '^apps/server/src/(door|admin)\\.ts$|\\.test\\.ts$' },
      { path: '^apps/server/src/main\\.ts$' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|^e2e/results/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
    },
  },
}
