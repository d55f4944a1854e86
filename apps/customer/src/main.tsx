import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { takeAddress } from './platform/address.ts'
import './customer.css'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no element "root"')
createRoot(place).render(<App entry={takeAddress()} />)
