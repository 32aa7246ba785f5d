@echo off
rem Starts companion on Windows: finds Java, builds once if nothing is built yet, runs the program.
rem The same steps as the script "companion", without its class-data archive.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "distribution=%root%companion-cli\target\companion"

set "java="
if not defined COMPANION_JAVA goto :look_for_java
call :accept "%COMPANION_JAVA%"
call :accept "%COMPANION_JAVA%\bin\java.exe"
goto :java_chosen
:look_for_java
if defined JAVA_HOME call :accept "%JAVA_HOME%\bin\java.exe"
if defined java goto :java_chosen
for %%j in (java.exe) do call :accept "%%~$PATH:j"
:java_chosen
if not defined java goto :no_java
if not exist "%distribution%\build" goto :build
:run
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -XX:+DisplayVMOutputToStderr ^
    -Dpicocli.disable.closures=true -Djdk.reflect.useNativeAccessorOnly=true -Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider -Dslf4j.internal.verbosity=WARN "-Dpicocli.converters.excludes=.*" %COMPANION_JAVA_OPTS% ^
    "-Dcompanion.launcher=%~f0" -cp "%distribution%\lib\*" dev.companion.cli.Main %*
exit /b %errorlevel%

:build
where /q mvn
if errorlevel 1 goto :no_maven
set "log=%root%target\first-build.log"
if not exist "%root%target" mkdir "%root%target"
>&2 echo companion: first use here, building with Maven; this takes a minute or so (log: %log%)
pushd "%root%"
call mvn -q -B package -pl companion-cli -am -DskipTests -Dspotless.check.skip=true >"%log%" 2>&1 <nul
popd
if exist "%distribution%\build" goto :run
>&2 echo companion: the build failed; the whole log is %log%
>&2 echo Mend what the log says, then run the command again.
exit /b 6

:no_java
>&2 echo companion: needs Java 17 or newer; none found
>&2 echo Install a JDK 17 or newer and set JAVA_HOME to it, or put its java on PATH.
exit /b 6

:no_maven
>&2 echo companion: is not built yet, and there is no Maven (mvn) on PATH to build it
>&2 echo Install Maven 3.8.6 or newer, then run the command again.
exit /b 6

rem accept JAVA: takes this java if its release file says that it is new enough; without one it is taken on trust.
:accept
if "%~1"=="" goto :eof
if not exist "%~1" goto :eof
if exist "%~1\" goto :eof
set "major=17"
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~dp1..\release" 2^>nul') do call :major_of "%%~v"
if %major% GEQ 17 set "java=%~1"
goto :eof

:major_of
for /f "delims=.+-" %%m in ("%~1") do set "major=%%m"
goto :eof
