process.stdout.write('Deskside Support Manager\n')
