import { ToastProvider, TooltipProvider } from '@deskside/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { createQueries } from './platform/queries.ts'
import { applyTheme } from './platform/settings.ts'
import { createConsoleRouter } from './routes.tsx'
import './console.css'

applyTheme()
const place = document.getElementById('root')
if (!place) throw new Error('index.html has no element "root"')
createRoot(place).render(
  <QueryClientProvider client={createQueries()}>
    <TooltipProvider>
      <ToastProvider>
        <RouterProvider router={createConsoleRouter()} />
      </ToastProvider>
    </TooltipProvider>
  </QueryClientProvider>,
)
